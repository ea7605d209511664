(* How far the drive G at a positive match strength is from its leading order K: uniformly in the
   first attention matrix, without 1/eps (arXiv 2402.14735, stage 1, with explicit constants). *)
From Coq Require Import ZArith QArith Qreduction.
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic softmax information chain derivative rational.
From Lemmascope.causal Require Import forest loss finite_length gradient_of_loss.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat) (eps : R).
(* U = sum_s pi(s|q) muhat(s) / (muhat(s) + eps), at most 1;  Q_j = E[U 1(s_j = s_T)] *)
Definition smoothed_mass (x : seq S) q : R :=
  \sum_s pi q s / (muhat R x s + eps) * muhat R x s.
Definition matched_mass m j : R :=
  \sum_q n.+1%:R^-1 * E pi mu par m (fun s => let x := rcons s q in
    smoothed_mass x q * (nth ord0 x j == q)%:R).
End Defs.

(* ---------- statements ---------- *)
(** theorem causal/LeadingOrderRemainder
    says: For every first attention matrix and beta >= 0 the drive G differs from K at most by
      (e^beta - 1)(K + Q) + (e^(2 beta) - 1) Q, where Q_j = E[U 1(s_j = s_T)] is at most 1, and
      at most 1/S for a position before the query. There is no 1/eps in the bound.
    leaves out: The exponent 2 beta replaces the slightly smaller (1 + eps') beta of the
      specification. ex is any positive non-decreasing function with ex 0 = 1.
    supports: causal/leading-order-remainder causal/stage-one-decoupling *)
Definition LeadingOrderRemainder_statement : Prop :=
  forall (R : realFieldType) n (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m A1 beta i j,
  chain pi mu -> forest par ->
  (forall x, 0 < ex x) -> (forall x y, x <= y -> ex x <= ex y) -> ex 0 = 1 ->
  0 < eps -> 0 <= beta ->
  let K := Kfin pi mu par eps m in let Q := matched_mass pi mu par eps m in
  [/\ `|drive_at ex eps pi mu par A1 beta m i j - K i j|
        <= (ex beta - 1) * (K i j + Q j) + (ex beta ^+ 2 - 1) * Q j,
      Q j <= 1 & (j < m)%N -> Q j <= n.+1%:R^-1].

(* ---------- proofs ---------- *)
Section Numbers.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
(* within a factor X of each other *)
Lemma near_factor (a a0 X : R) : 0 <= a -> 0 <= a0 -> 1 <= X -> a0 <= X * a -> a <= X * a0 ->
  `|a - a0| <= (X - 1) * a0.
Proof.
move=> a_ge a0_ge X1 lo hi; have Xp : 0 < X := lt_le_trans ltr01 X1.
rewrite ler_norml; apply/andP; split; last by rewrite ler_subl_addr mulrBl mul1r subrK.
rewrite -(ler_pmul2l Xp) -subr_ge0.
have -> : X * (a - a0) - X * - ((X - 1) * a0) = (X * a - a0) + (X - 1) ^+ 2 * a0.
  by rnorm R; ring.
by rewrite addr_ge0 ?subr_ge0 // mulr_ge0 // sqr_ge0.
Qed.
Lemma attended_factor (T e D D0 X : R) : 0 < T -> 1 <= X -> 1 <= e -> e <= X ->
  0 < D0 -> D0 <= D -> D <= X * D0 -> T / D0 <= X * (T * e / D) /\ T * e / D <= X * (T / D0).
Proof.
move=> T0 X1 e1 eX D00 lo hi; have D1 : 0 < D := lt_le_trans D00 lo.
have X0 : 0 <= X := le_trans ler01 X1.
split.
  rewrite ler_pdivr_mulr // mulrA mulrAC ler_pdivl_mulr //.
  have -> : X * (T * e) * D0 = T * (X * D0 * e) by rnorm R; ring.
  apply: ler_wpmul2l; first exact: ltW.
  by apply: le_trans hi _; rewrite ler_pmulr // mulr_gt0 // (lt_le_trans ltr01).
rewrite ler_pdivr_mulr // mulrA mulrAC ler_pdivl_mulr //.
have -> : X * T * D = T * X * D by rnorm R; ring.
rewrite -!mulrA; apply: ler_wpmul2l; first exact: ltW.
by apply: ler_pmul => //; [exact: le_trans ler01 e1|exact: ltW].
Qed.
Lemma mass_factor (T e Z N Ns D D0 X : R) : 0 < T -> 1 <= X -> 1 <= e -> e <= X ->
  T <= Z -> Z <= X * T -> 0 <= N -> N <= Ns -> Ns <= X * N ->
  0 < D0 -> D0 <= D -> D <= X * D0 ->
  N / D0 <= X ^+ 2 * (T * e * Ns / (Z * D)) /\ T * e * Ns / (Z * D) <= X ^+ 2 * (N / D0).
Proof.
move=> T0 X1 e1 eX Zlo Zhi N0 Nlo Nhi D00 Dlo Dhi.
have D1 : 0 < D := lt_le_trans D00 Dlo; have Z0 : 0 < Z := lt_le_trans T0 Zlo.
have X0 : 0 <= X := le_trans ler01 X1; have e0 : 0 <= e := le_trans ler01 e1.
have Ns0 : 0 <= Ns := le_trans N0 Nlo.
have Xp : 0 < X := lt_le_trans ltr01 X1.
split.
  rewrite ler_pdivr_mulr // mulrA mulrAC ler_pdivl_mulr ?mulr_gt0 //.
  have -> : X ^+ 2 * (T * e * Ns) * D0 = e * Ns * ((X * T) * (X * D0)) by rnorm R; ring.
  apply: ler_pmul => //; rewrite ?mulr_ge0 ?(ltW Z0) ?(ltW D1) //; last first.
    by apply: ler_pmul => //; exact: ltW.
  by apply: le_trans Nlo _; rewrite ler_pemull.
rewrite ler_pdivr_mulr ?mulr_gt0 // [X ^+ 2 * (N / D0)]mulrA [_ / D0 * _]mulrAC ler_pdivl_mulr //.
have -> : X ^+ 2 * N * (Z * D) = Z * X * (X * N) * D by rnorm R; ring.
apply: ler_pmul => //; rewrite ?mulr_ge0 ?(ltW T0) ?(ltW D00) //.
by apply: ler_pmul => //; rewrite ?mulr_ge0 ?(ltW T0) //; apply: ler_pmul => //; exact: ltW.
Qed.
End Numbers.

Section OneSequence.
Variables (R : realFieldType) (n : nat).
Add Field RF2 : (RingTac.ft R).
Notation S := 'I_n.+1.
Variables (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) (A1 : nat -> nat -> R) (beta : R).
Hypotheses (pi0 : nonneg pi) (ex0 : forall x, 0 < ex x)
  (exm : forall x y, x <= y -> ex x <= ex y) (ex1 : ex 0 = 1) (eps0 : 0 < eps) (b0 : 0 <= beta).
Variables (x : seq S) (q : S).
Hypothesis x0 : x != [::].
Let X := ex beta.
Let T : R := (size x)%:R.
Let e i := ex (score ex A1 (matching beta) x q i).
Let Z := \sum_(l < size x) e l.
Let N s : R := (count_mem s x)%:R.
Let Ns s := \sum_(l < size x) e l * (nth ord0 x l == s)%:R.
Let D0 s := N s + eps * T.
Let D s := Ns s + eps * Z.
Let X1 : 1 <= X. Proof. by rewrite -ex1; apply: exm. Qed.
Let T0 : 0 < T. Proof. by rewrite ltr0n lt0n size_eq0. Qed.
Lemma att_weight i (k : 'I_i.+1) : 0 <= att ex A1 k.
Proof.
apply: divr_ge0; first exact/ltW/ex0.
by apply: sumr_ge0 => l _; apply/ltW/ex0.
Qed.
Lemma att_one i : \sum_(k < i.+1) att ex A1 k = 1.
Proof.
apply: (@softmax_sum1 R _ (fun k : 'I_i.+1 => ex (A1 i k))).
rewrite gt_eqF // big_ord_recl ltr_paddr ?ex0 //; apply: sumr_ge0 => l _; exact/ltW/ex0.
Qed.
Lemma score_range i : 0 <= score ex A1 (matching beta) x q i <= beta.
Proof.
apply/andP; split.
  apply: sumr_ge0 => k _; apply: mulr_ge0; first exact: att_weight.
  by rewrite /matching mulr_ge0 // ler0n.
rewrite -[X in _ <= X]mul1r -(att_one i) mulr_suml; apply: ler_sum => k _.
apply: ler_wpmul2l; first exact: att_weight.
by rewrite /matching ler_pimulr // lern1; case: (_ == _).
Qed.
Lemma e_range i : 1 <= e i /\ e i <= X.
Proof. by have /andP[lo hi] := score_range i; split; [rewrite -ex1|]; apply: exm. Qed.
Lemma Z_range : T <= Z /\ Z <= X * T.
Proof.
have c : \sum_(l < size x) (1 : R) = T by rewrite sumr_const card_ord.
split; first by rewrite -c; apply: ler_sum => l _; case: (e_range l).
by rewrite -c mulr_sumr; apply: ler_sum => l _; rewrite mulr1; case: (e_range l).
Qed.
Lemma Ns_range s : N s <= Ns s /\ Ns s <= X * N s.
Proof.
rewrite /N -count_sum; split.
  by apply: ler_sum => l _; rewrite ler_pemull ?ler0n //; case: (e_range l).
by rewrite mulr_sumr; apply: ler_sum => l _; apply: ler_wpmul2r; [exact: ler0n|case: (e_range l)].
Qed.
Lemma D_range s : [/\ 0 < D0 s, D0 s <= D s & D s <= X * D0 s].
Proof.
have [z1 z2] := Z_range; have [n1 n2] := Ns_range s.
split; first by rewrite ltr_paddl ?ler0n // mulr_gt0.
  by apply: ler_add => //; apply: ler_wpmul2l => //; exact: ltW.
by rewrite mulrDr mulrCA; apply: ler_add => //; apply: ler_wpmul2l => //; exact: ltW.
Qed.
Let Z0 : 0 < Z. Proof. by have [z1 _] := Z_range; apply: lt_le_trans z1. Qed.
Let Zn : Z != 0. Proof. by rewrite gt_eqF. Qed.
Let Tn : T != 0. Proof. by rewrite gt_eqF. Qed.
Lemma out_ratio s : out ex A1 (matching beta) x q s = Ns s / Z.
Proof. by rewrite /out /Ns mulr_suml; apply: eq_bigr => l _; rewrite /prob mulrAC. Qed.
Lemma muhat_ratio s : muhat R x s = N s / T. Proof. by []. Qed.
(* the two parts of T p_i w_i and of w_i at beta = 0 *)
Let a i s := T * e i / D s.
Let b i s := T * e i * Ns s / (Z * D s).
Lemma weight_parts i : T * (query_attention ex A1 (matching beta) x q i
    * output_weight ex eps pi A1 (matching beta) x q i)
  = \sum_s pi q s * (a i s * (nth ord0 x i == s)%:R - b i s).
Proof.
rewrite mulrA mulr_sumr; apply: eq_bigr => s _; rewrite out_ratio /query_attention -/(e i) -/Z.
have [d0 d1 _] := D_range s; have /eqP Dn : D s != 0 by rewrite gt_eqF // (lt_le_trans d0).
have E : Ns s / Z + eps = D s / Z by rewrite /D mulrDl mulfK.
rewrite E /a /b; move/eqP: Zn => Zn'; move: (pi q s) (e i) (D s) Dn (Ns s) (_ == _)%:R => p ei d dn ns c.
by move: Z Zn' T => z zn t; rnorm R; field; split.
Qed.
Lemma wgt_parts i : wgt pi eps x q i
  = \sum_s pi q s * (T / D0 s * (nth ord0 x i == s)%:R - N s / D0 s).
Proof.
apply: eq_bigr => s _; rewrite muhat_ratio.
have [d0 _ _] := D_range s; have /eqP Dn : D0 s != 0 by rewrite gt_eqF.
have E : N s / T + eps = D0 s / T by rewrite /D0 mulrDl mulfK.
rewrite E; move/eqP: Tn => Tn'; move: (pi q s) (D0 s) Dn (N s) (_ == _)%:R => p d dn ns c.
by move: T Tn' => t tn; rnorm R; field; split.
Qed.
Lemma smoothed_parts : smoothed_mass pi eps x q = \sum_s pi q s * (N s / D0 s).
Proof.
apply: eq_bigr => s _; rewrite muhat_ratio.
have [d0 _ _] := D_range s; have /eqP Dn : D0 s != 0 by rewrite gt_eqF.
have E : N s / T + eps = D0 s / T by rewrite /D0 mulrDl mulfK.
rewrite E; move/eqP: Tn => Tn'; move: (pi q s) (D0 s) Dn (N s) => p d dn ns.
by move: T Tn' => t tn; rnorm R; field; split.
Qed.
Lemma weight_near i :
  `|T * (query_attention ex A1 (matching beta) x q i
         * output_weight ex eps pi A1 (matching beta) x q i) - wgt pi eps x q i|
  <= (X - 1) * (wgt pi eps x q i + smoothed_mass pi eps x q)
     + (X ^+ 2 - 1) * smoothed_mass pi eps x q.
Proof.
rewrite weight_parts wgt_parts smoothed_parts -sumrB -big_split !mulr_sumr -big_split /=.
apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => s _.
have [e1 eX] := e_range i; have [z1 z2] := Z_range; have [n1 n2] := Ns_range s.
have [d0 d1 d2] := D_range s.
have e0 : 0 <= e i := le_trans ler01 e1.
have dp : 0 < D s := lt_le_trans d0 d1.
have N0 : 0 <= N s by exact: ler0n.
have [lo hi] := attended_factor T0 X1 e1 eX d0 d1 d2.
have [lo' hi'] := mass_factor T0 X1 e1 eX z1 z2 N0 n1 n2 d0 d1 d2.
have X2 : 1 <= X ^+ 2 by rewrite exprn_ege1.
have A := near_factor _ _ X1 lo hi; have B := near_factor _ _ X2 lo' hi'.
have {}A : `|a i s - T / D0 s| <= (X - 1) * (T / D0 s).
  by apply: A; rewrite divr_ge0 ?mulr_ge0 ?(ltW T0) ?(ltW d0) ?(ltW dp).
have {}B : `|b i s - N s / D0 s| <= (X ^+ 2 - 1) * (N s / D0 s).
  apply: B; rewrite divr_ge0 ?mulr_ge0 ?(ltW T0) ?(ltW d0) ?(ltW dp) ?(ltW Z0) //.
  exact: le_trans n1.
set c := (_ == _)%:R; have c0 : 0 <= c by exact: ler0n.
rewrite -mulrBr normrM (ger0_norm (pi0 _ _)).
have -> : (X - 1) * (pi q s * (T / D0 s * c - N s / D0 s) + pi q s * (N s / D0 s))
    + (X ^+ 2 - 1) * (pi q s * (N s / D0 s))
  = pi q s * ((X - 1) * (T / D0 s) * c + (X ^+ 2 - 1) * (N s / D0 s)).
  by move: (T / D0 s) (N s / D0 s) => u v; rnorm R; ring.
apply: ler_wpmul2l; first exact: pi0.
have -> : a i s * c - b i s - (T / D0 s * c - N s / D0 s)
  = (a i s - T / D0 s) * c - (b i s - N s / D0 s).
  by move: (a i s) (b i s) (T / D0 s) (N s / D0 s) => u v w z; rnorm R; ring.
apply: le_trans (ler_norm_sub _ _) _; apply: ler_add => //.
by rewrite normrM (ger0_norm c0); apply: ler_wpmul2r.
Qed.
Lemma smoothed_range : stochastic pi -> 0 <= smoothed_mass pi eps x q <= 1.
Proof.
move=> [_ p1]; rewrite smoothed_parts; apply/andP; split.
  apply: sumr_ge0 => s _; have [d0 _ _] := D_range s.
  by rewrite mulr_ge0 // divr_ge0 ?ler0n // ltW.
rewrite -(p1 q); apply: ler_sum => s _; rewrite ler_pimulr //.
have [d0 _ _] := D_range s; rewrite ler_pdivr_mulr // mul1r ler_addl.
by rewrite mulr_ge0 // ltW.
Qed.
End OneSequence.

Theorem LeadingOrderRemainder : LeadingOrderRemainder_statement.
Proof.
move=> R n ex eps pi mu par m A1 beta i j H F ex0 exm ex1 eps0 b0 K Q.
have [pis _ _ _] := H; have [pi0 _] := pis.
have mono f h : (forall s, size s = m -> f s <= h s) -> E pi mu par m f <= E pi mu par m h.
  move=> fh; rewrite -subr_ge0 -mulN1r -E_times -E_plus.
  rewrite (@E_same _ _ _ _ _ _ _ (fun s => if size s == m then h s - f s else 0)); last first.
    by move=> s sm; rewrite sm eqxx mulN1r.
  apply: (E_ge0 _ H) => s; case: eqP => [sm|] //; by rewrite subr_ge0 fh.
have n0 (s : seq 'I_n.+1) q : rcons s q != [::] by case: s.
have S0 : 0 <= n.+1%:R^-1 :> R by rewrite invr_ge0 ler0n.
have one : E pi mu par m (fun=> 1) = 1.
  elim: m {K Q mono} => [|m IH] //=; rewrite -[RHS]IH; apply: E_same => s _.
  by under eq_bigr do rewrite mulr1; rewrite (next_sum par H).
split.
- pose B q (s : seq 'I_n.+1) := let x := rcons s q in
    ((ex beta - 1) * (wgt pi eps x q i + smoothed_mass pi eps x q)
     + (ex beta ^+ 2 - 1) * smoothed_mass pi eps x q) * (nth ord0 x j == q)%:R.
  have -> : (ex beta - 1) * (K i j + Q j) + (ex beta ^+ 2 - 1) * Q j
    = \sum_q n.+1%:R^-1 * E pi mu par m (B q).
    rewrite /K /Q /Kfin /matched_mass -big_split !mulr_sumr -big_split /=; apply: eq_bigr => q _.
    rewrite -mulrDr [(ex beta - 1) * _]mulrCA [(ex beta ^+ 2 - 1) * _]mulrCA -mulrDr.
    congr (_ * _); rewrite -E_plus -!E_times -E_plus; apply: E_same => s _; rewrite /B /=.
    by rewrite [RHS]mulrDl -!mulrA [(wgt _ _ _ _ _ + _) * _]mulrDl.
  rewrite /drive_at /K /Kfin mulr_sumr -sumrB.
  apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => q _.
  rewrite mulrCA -mulrBr normrM (ger0_norm S0); apply: ler_wpmul2l => //.
  rewrite -E_times -[X in _ - X]mul1r -mulNr -E_times -E_plus.
  have key s : size s = m -> `|m.+1%:R * (query_attention ex A1 (matching beta) (rcons s q) q i
      * output_weight ex eps pi A1 (matching beta) (rcons s q) q i * (nth ord0 (rcons s q) j == q)%:R)
      + -1 * (wgt pi eps (rcons s q) q i * (nth ord0 (rcons s q) j == q)%:R)| <= B q s.
    move=> sm; rewrite mulrA mulN1r -mulrBl normrM [X in _ * X]ger0_norm ?ler0n //.
    apply: ler_wpmul2r; first exact: ler0n.
    by have := weight_near A1 pi0 ex0 exm ex1 eps0 b0 q (n0 s q) i; rewrite size_rcons sm.
  rewrite ler_norml -(mulN1r (E _ _ _ _ (B q))) -E_times; apply/andP; split; apply: mono => s sm.
    by rewrite mulN1r; have := key s sm; rewrite ler_norml => /andP[].
  by have := key s sm; rewrite ler_norml => /andP[].
- have Ub q s : size s = m -> smoothed_mass pi eps (rcons s q) q * (nth ord0 (rcons s q) j == q)%:R <= 1.
    move=> _; have /andP[u0 u1] := smoothed_range A1 pi0 ex0 exm ex1 eps0 b0 q (n0 s q) pis.
    by apply: le_trans u1; rewrite ler_pimulr // lern1; case: (_ == _).
  rewrite /Q /matched_mass -mulr_sumr mulrC ler_pdivr_mulr ?ltr0n // mul1r.
  apply: le_trans (_ : \sum_(q < n.+1) 1 <= _); last by rewrite sumr_const card_ord.
  by apply: ler_sum => q _; rewrite -[X in _ <= X]one; apply: mono => s sm; exact: (Ub q s sm).
move=> jm; rewrite /Q /matched_mass -mulr_sumr -[X in _ <= X]mulr1; apply: ler_wpmul2l => //.
rewrite -E_sums -[X in _ <= X]one; apply: mono => s sm.
apply: le_trans (_ : \sum_q (nth ord0 s j == q)%:R <= _).
  apply: ler_sum => q _; rewrite /= nth_rcons sm jm.
  have /andP[u0 u1] := smoothed_range A1 pi0 ex0 exm ex1 eps0 b0 q (n0 s q) pis.
  by rewrite ler_pimull // ler0n.
by rewrite (bigD1 (nth ord0 s j)) //= eqxx big1 ?addr0 // => q /negbTE; rewrite eq_sym => ->.
Qed.
