(* Modified against ordinary information (arXiv 2409.10559): uniform histories, bounds, chains of two
   states, sets of lags of a first-order chain. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic cauchy_schwarz information chain.
From Lemmascope.ngram Require Import modified_information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
(* a chain with a stationary law, in which states may have probability zero *)
Definition stationary_chain :=
  [/\ stochastic pi, mu *m pi = mu, forall a, 0 <= mu 0 a & \sum_a mu 0 a = 1].
(* the law of (x_{-r} and what else is read before it, x_0) of a first-order chain: m is any law of
   what is read; after x_{-r} the chain goes on by itself *)
Definition read_before (T : finType) (m : 'I_n.+1 * T -> R) r (zt : 'I_n.+1 * T) (k : 'I_n.+1) : R :=
  m zt * (pi ^+ r) zt.1 k.
End Defs.

(* ---------- statements ---------- *)
(** theorem ngram/UniformHistoriesScale
    says: Where all histories are equally likely the modified information is the chi-square
      information over their number.
    leaves out: Histories and tokens are two finite sets with a joint law.
    supports: ngram/uniform-histories-scale *)
Definition UniformHistoriesScale_statement : Prop :=
  forall (R : realFieldType) (Z K : finType) (q : Z -> K -> R), prob q ->
  (forall z, mz q z = (#|Z|%:R)^-1) -> infoS q = info q / #|Z|%:R.

(** theorem ngram/InformationIsBounded
    says: If every history of positive probability has at least probability lo and at most hi, the
      modified information lies between lo and hi times the chi-square information.
    leaves out: Histories and tokens are two finite sets with a joint law.
    supports: ngram/information-bounds *)
Definition InformationIsBounded_statement : Prop :=
  forall (R : realFieldType) (Z K : finType) (q : Z -> K -> R) (lo hi : R), prob q ->
  (forall z, mz q z != 0 -> lo <= mz q z /\ mz q z <= hi) ->
  lo * info q <= infoS q /\ infoS q <= hi * info q.

(** theorem ngram/TwoStateInformation
    says: On a stationary chain of two states with second eigenvalue lambda the modified information
      of lag r is 2 lambda^(2r) mu_0 mu_1.
    leaves out: Nothing: a state may have probability zero; the eigenvalue is written 1 - pi(1|0) -
      pi(0|1).
    supports: ngram/two-state-information *)
Definition TwoStateInformation_statement : Prop :=
  forall (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2) r, stationary_chain pi mu ->
  let lambda := 1 - pi 0 1 - pi 1 0 in
  infoS (lagq pi mu r) = 2%:R * lambda ^+ (2 * r) * (mu 0 0 * mu 0 1).

(** theorem ngram/NearestLagOfASetInformsMost
    says: On a stationary first-order chain, whatever is read besides and before x_{-r} adds no
      modified information to that of lag r, and the modified information of a lag does not increase
      with the lag.
    leaves out: Nothing: states may have probability zero; m is any law of what is read, whose marginal
      at lag r is the stationary law.
    supports: ngram/nearest-lag-informs-most *)
Definition NearestLagOfASetInformsMost_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1), stationary_chain pi mu ->
  (forall (T : finType) (m : 'I_n.+1 * T -> R) r, (forall zt, 0 <= m zt) ->
     (forall z, \sum_t m (z, t) = mu 0 z) -> infoS (read_before pi m r) <= infoS (lagq pi mu r)) /\
  (forall r s, (r <= s)%N -> infoS (lagq pi mu s) <= infoS (lagq pi mu r)).

(* ---------- proofs ---------- *)
Theorem UniformHistoriesScale : UniformHistoriesScale_statement.
Proof.
move=> R Z K q Q U; rewrite (info_row Q) infoS_row mulr_suml; apply: eq_bigr => z _.
rewrite U invrK mulfK // pnatr_eq0 -lt0n; apply/card_gt0P; by exists z.
Qed.
Theorem InformationIsBounded : InformationIsBounded_statement.
Proof.
move=> R Z K q lo hi Q B; rewrite (info_row Q) infoS_row !mulr_sumr.
have E z : rowinfo q z = mz q z * (rowinfo q z / mz q z).
  have [h|h] := eqVneq (mz q z) 0; last by rewrite mulrCA mulfV ?mulr1.
  by rewrite -row_cond // h expr0n !mul0r.
have P z : 0 <= rowinfo q z / mz q z.
  by rewrite divr_ge0 ?(rowinfo_ge0 Q) // (mz_ge0 Q).
split; apply: ler_sum => z _; rewrite [X in _ <= X]E || rewrite [X in X <= _]E.
  have [h|/B[lo1 _]] := eqVneq (mz q z) 0; last exact: ler_wpmul2r.
  by rewrite h invr0 !mulr0.
have [h|/B[_ hi1]] := eqVneq (mz q z) 0; last exact: ler_wpmul2r.
by rewrite h invr0 !mulr0.
Qed.

Section Chain.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : stationary_chain pi mu.
Lemma pow_stochastic r : stochastic (pi ^+ r).
Proof.
have [[p0 p1] _ _ _] := H; elim: r => [|r [q0 q1]].
  split=> [a b|a]; first by rewrite expr0 mxE ler0n.
  rewrite expr0 (bigD1 a) //= mxE eqxx big1 ?addr0 // => b /negbTE.
  by rewrite mxE eq_sym => ->.
split=> [a b|a]; rewrite exprS.
  by rewrite mxE; apply: sumr_ge0 => c _; rewrite mulr_ge0.
under eq_bigr do rewrite mxE; rewrite exchange_big /= -(p1 a); apply: eq_bigr => c _.
by rewrite -mulr_sumr q1 mulr1.
Qed.
Lemma pow_stationary r : mu *m pi ^+ r = mu.
Proof.
have [_ E _ _] := H; elim: r => [|r IH]; first by rewrite expr0 mulmx1.
by rewrite exprS mulmxA E IH.
Qed.
Lemma lag_history r z : mz (lagq pi mu r) z = mu 0 z.
Proof. by rewrite /mz -mulr_sumr (proj2 (pow_stochastic r)) mulr1. Qed.
Lemma lag_token r k : mk (lagq pi mu r) k = mu 0 k.
Proof. by rewrite /mk -{2}(pow_stationary r) mxE. Qed.
Lemma lag_prob r : prob (lagq pi mu r).
Proof.
have [_ _ m0 m1] := H; split=> [z k|]; first by rewrite mulr_ge0 ?(proj1 (pow_stochastic r)).
by rewrite -m1; apply: eq_bigr => z _; apply: lag_history.
Qed.
Lemma read_superset (T : finType) (m : 'I_n.+1 * T -> R) r : (forall zt, 0 <= m zt) ->
  (forall z, \sum_t m (z, t) = mu 0 z) -> infoS (read_before pi m r) <= infoS (lagq pi mu r).
Proof.
move=> m0 mm; have [p0 p1] := pow_stochastic r.
have E z k : \sum_t read_before pi m r (z, t) k = lagq pi mu r z k.
  by rewrite /read_before /lagq -mm mulr_suml.
have M zt : mz (read_before pi m r) zt = m zt.
  by rewrite /mz /read_before -mulr_sumr p1 mulr1.
have W : prob (read_before pi m r).
  split=> [zt k|]; first by rewrite mulr_ge0.
  have [_ _ _ <-] := H; rewrite -(eq_bigr _ (fun z _ => mm z)) [RHS]pair_bigA.
  by apply: eq_bigr => -[z t] _; apply: M.
have S : infoS (fun z k => \sum_t read_before pi m r (z, t) k) = infoS (lagq pi mu r).
  have F : (fun z => mz (fun z k => \sum_t read_before pi m r (z, t) k) z) =1 mz (lagq pi mu r).
    by move=> z; apply: eq_bigr => k _; apply: E.
  have G : (fun k => mk (fun z k => \sum_t read_before pi m r (z, t) k) k) =1 mk (lagq pi mu r).
    by move=> k; apply: eq_bigr => z _; apply: E.
  rewrite /infoS; congr (_ - _); last by apply: eq_bigr => z _; rewrite F.
  by apply: eq_bigr => z _; apply: eq_bigr => k _; rewrite E G.
rewrite -S; apply: superset W _ => z t k.
rewrite M /read_before [X in _ = _ * X](_ : _ = mu 0 z * (pi ^+ r) z k); last first.
  by rewrite -mm mulr_suml.
have -> : mz (fun z k => \sum_t m (z, t) * (pi ^+ r) (z, t).1 k) z = mu 0 z.
  rewrite -(lag_history r); apply: eq_bigr => k' _; exact: E.
by rewrite /= -!mulrA; congr (_ * _); rewrite mulrC.
Qed.
Lemma chi2_step_zero (nu : 'I_n.+1 -> R) : (forall y, mu 0 y = 0 -> nu y = 0) ->
  \sum_k (\sum_y nu y * pi y k) ^+ 2 / mu 0 k <= \sum_y nu y ^+ 2 / mu 0 y.
Proof.
have [[p0 p1] E m0 _] := H => nu0.
have -> : \sum_y nu y ^+ 2 / mu 0 y = \sum_k \sum_y nu y ^+ 2 / mu 0 y * pi y k.
  by rewrite exchange_big; apply: eq_bigr => y _ /=; rewrite -mulr_sumr p1 mulr1.
apply: ler_sum => k _.
have K : mu 0 k = \sum_y mu 0 y * pi y k by rewrite -{1}E mxE.
have [k0|k0] := eqVneq (mu 0 k) 0.
  rewrite k0 invr0 mulr0; apply: sumr_ge0 => y _.
  by rewrite mulr_ge0 // divr_ge0 ?sqr_ge0.
have kp : 0 < mu 0 k by rewrite lt_def k0 m0.
rewrite ler_pdivr_mulr // [X in _ <= _ * X]K.
apply: le_trans (@engel _ _ (fun y => mu 0 y * pi y k) (fun y => nu y * pi y k) _ _) _.
- by move=> y; rewrite mulr_ge0.
- by move=> y /eqP; rewrite mulf_eq0 => /orP[/eqP/nu0 ->|/eqP ->]; rewrite ?mul0r ?mulr0.
apply: ler_wpmul2r; first by apply: sumr_ge0 => y _; rewrite mulr_ge0.
apply: ler_sum => y _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
have [->|h] := eqVneq (pi y k) 0; first by rewrite !mulr0 expr0n mul0r.
by rewrite exprMn invfM mulrACA [pi y k ^+ 2]expr2 mulfK.
Qed.
Lemma lag_step r : infoS (lagq pi mu r.+1) <= infoS (lagq pi mu r).
Proof.
have [_ _ m0 _] := H.
rewrite /infoS; under [X in _ - X]eq_bigr do rewrite lag_history.
under [X in _ <= _ - X]eq_bigr do rewrite lag_history.
rewrite ler_add2r; apply: ler_sum => z _.
under eq_bigr do rewrite lag_token; under [X in _ <= X]eq_bigr do rewrite lag_token.
apply: le_trans (chi2_step_zero (nu := lagq pi mu r z) _); last first.
  by move=> y; rewrite -(lag_token r) => /(mk0 (lag_prob r)).
rewrite le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => k _; congr (_ ^+ 2 / _); rewrite /lagq exprSr mxE mulr_sumr.
by apply: eq_bigr => y _; rewrite mulrA.
Qed.
End Chain.
Theorem NearestLagOfASetInformsMost : NearestLagOfASetInformsMost_statement.
Proof.
move=> R n pi mu H; split=> [T m r|r s]; first exact: read_superset.
move=> /subnK <-; elim: (s - r)%N => [|d IH]; first by rewrite add0n.
exact: le_trans (lag_step H _) IH.
Qed.

Section TwoStates.
Variables (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2).
Add Field RF : (RingTac.ft R).
Hypothesis H : stationary_chain pi mu.
Let lambda := 1 - pi 0 1 - pi 1 0.
Lemma two_sum (f : 'I_2 -> R) : \sum_i f i = f 0 + f 1.
Proof. by rewrite big_ord_recl big_ord1; congr (_ + f _); apply: val_inj. Qed.
Lemma two_row a : pi a 0 = 1 - pi a 1.
Proof. by have [[_ p1] _ _ _] := H; rewrite -(p1 a) two_sum addrK. Qed.
Lemma two_law : mu 0 0 = 1 - mu 0 1.
Proof. by have [_ _ _ m1] := H; rewrite -m1 two_sum addrK. Qed.
Lemma two_balance : mu 0 0 * pi 0 1 = mu 0 1 * pi 1 0.
Proof.
have [_ E _ _] := H; have := congr1 (fun m : 'rV_2 => m 0 1) E; rewrite mxE two_sum => e.
have -> : pi 1 0 = 1 - pi 1 1 by exact: two_row.
by rewrite mulrBr mulr1 -{1}e addrK.
Qed.
Lemma two_entries : exists c, pi 0 1 = mu 0 1 * c /\ pi 1 0 = (1 - mu 0 1) * c.
Proof.
have B := two_balance; rewrite two_law in B; exists (pi 0 1 + pi 1 0).
move: (pi 0 1) (pi 1 0) (mu 0 1) B => a b m B; split; apply/eqP; rewrite -subr_eq0; apply/eqP.
  by transitivity ((1 - m) * a - m * b); [rnorm R; ring|rewrite B subrr].
by transitivity (m * b - (1 - m) * a); [rnorm R; ring|rewrite B subrr].
Qed.
Lemma two_cases (i : 'I_2) : i = 0 \/ i = 1.
Proof. by case: i => [[|[|m]]] // i2; [left|right]; apply: val_inj. Qed.
Lemma two_step z k : pi z k - mu 0 k = lambda * ((z == k)%:R - mu 0 k).
Proof.
have [c [A B]] := two_entries; rewrite /lambda.
have P0 := two_row 0; have P1 : pi 1 1 = 1 - pi 1 0 by rewrite (two_row 1) opprB addrC subrK.
have e01 : (0 == 1 :> 'I_2) = false by []. have e10 : (1 == 0 :> 'I_2) = false by [].
case: (two_cases z) (two_cases k) => -> [] ->; rewrite ?e01 ?e10 ?eqxx ?P0 ?P1 ?two_law A B /= ?mulr1n ?mulr0n.
all: by move: (mu 0 1) => m; rnorm R; ring.
Qed.
Lemma two_power r z k : (pi ^+ r) z k = mu 0 k + lambda ^+ r * ((z == k)%:R - mu 0 k).
Proof.
elim: r z => [|r IH] z; first by rewrite !expr0 mul1r mxE addrC subrK.
rewrite exprS mxE; under eq_bigr => y _ do rewrite IH [pi z y * _]mulrDr [pi z y * (_ * _)]mulrCA.
rewrite big_split /= -mulr_suml -mulr_sumr.
have [[_ p1] _ _ _] := H; rewrite p1 mul1r exprSr -mulrA -two_step; congr (_ + _ * _).
under eq_bigr => y _ do rewrite mulrBr.
rewrite sumrB -mulr_suml p1 mul1r; congr (_ - _).
rewrite (bigD1 k) //= eqxx mulr1 big1 ?addr0 // => y /negbTE ->.
by rewrite mulr0.
Qed.
End TwoStates.
Section TwoStateTheorem.
Variable R : realFieldType.
Add Field RF2 : (RingTac.ft R).
Lemma two_state_information (pi : 'M[R]_2) (mu : 'rV[R]_2) r : stationary_chain pi mu ->
  infoS (lagq pi mu r) = 2%:R * (1 - pi 0 1 - pi 1 0) ^+ (2 * r) * (mu 0 0 * mu 0 1).
Proof.
move=> H; set lambda := 1 - _ - _; rewrite -(infoT_infoS (lag_prob H r)) /infoT.
have L := two_law H; set l := lambda ^+ r.
have e01 : (0 == 1 :> 'I_2) = false by []. have e10 : (1 == 0 :> 'I_2) = false by [].
have T k o (F : \sum_i mu 0 i = mu 0 k + mu 0 o)
    (G : forall f : 'I_2 -> R, \sum_i f i = f k + f o) (ko : (o == k) = false) :
    mk (lagq pi mu r) k * (\sum_z (lagq pi mu r z k / mk (lagq pi mu r) k - mz (lagq pi mu r) z) ^+ 2)
    = 2%:R * l ^+ 2 * (mu 0 k * mu 0 o ^+ 2).
  have ok : mu 0 o = 1 - mu 0 k by have [_ _ _ <-] := H; rewrite F addrC addKr.
  rewrite (lag_token H) G.
  have [->|k0] := eqVneq (mu 0 k) 0; first by rewrite !mul0r mulr0.
  rewrite !(lag_history H) /lagq !(two_power H) -/lambda -/l eqxx ko ok /= ?mulr1n ?mulr0n.
  move/eqP: k0; move: (mu 0 k) l => x y x0.
  by rnorm R; field.
have S2 (f : 'I_2 -> R) : \sum_i f i = f 1 + f 0 by rewrite two_sum addrC.
have T0 := T 0 1 (two_sum _) (@two_sum _) e10; have T1 := T 1 0 (S2 _) S2 e01.
rewrite [LHS]two_sum T0 T1.
rewrite mulnC exprM -/l L; move: (mu 0 1) => x; rnorm R; ring.
Qed.
End TwoStateTheorem.
Theorem TwoStateInformation : TwoStateInformation_statement.
Proof. by move=> R pi mu r H; apply: two_state_information. Qed.
