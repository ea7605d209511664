(* The value matrix under uniform attention (arXiv 2303.04245): the optimum for every L2 penalty, its
   limit, its signs, how gradient descent finds it; and the gap of embeddings. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix fingroup perm.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic.
From Lemmascope.topic Require Import topics moments.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (T v tau : nat) (q mask nu : R).
Notation token := (token T v).
Notation m := (@shown_law R T v tau q mask nu).
Notation p := (@true_law R T v tau).
Notation n := (@mean_law R T v mask).
Notation s := (signal T v tau q).
(* |n|^2 *)
Definition mean_square : R := \sum_(j : token) n j ^+ 2.
(* a unigram part and a multiple of the contrast *)
Definition two_directions (a c : R) (i j : token) : R := a * (is_word R i * n j) + c * contrast R i j.
(* the optimum for the penalty la, and its limit *)
Definition ridge_value (la : R) : token -> token -> R :=
  two_directions ((words R T v)^-1 / (mean_square + la)) (s / q / (s + la)).
Definition limit_value : token -> token -> R :=
  two_directions ((words R T v)^-1 / mean_square) q^-1.
(* E|W m(S) - e_x|^2 + la |W|_F^2: topic set S, then label x by the true law of S *)
Definition apply_value (W : token -> token -> R) S (i : token) : R := \sum_j W i j * m S j.
Definition frobenius (W : token -> token -> R) : R := \sum_i \sum_j W i j ^+ 2.
Definition penalised_risk (la : R) (W : token -> token -> R) : R :=
  average tau (fun S => \sum_x p S x * \sum_i (apply_value W S i - (x == i)%:R) ^+ 2)
  + la * frobenius W.
(* one step of descent on E|W m - e_x|^2: its gradient is 2 (W Sigma - C) *)
Definition descent_step (eta : R) (W : token -> token -> R) (i j : token) : R :=
  W i j - eta * 2%:R * (\sum_k W i k * shown_moment tau q mask nu k j - cross_moment tau q mask nu i j).
End Defs.

(* ---------- statements ---------- *)
(** theorem topic/RidgeValueMatrixIsOptimal
    says: For every penalty la > 0 the value matrix (1/K) 1_w n^T / (|n|^2 + la) + (s/q) / (s + la)
      P_c has a smaller penalised risk than any other: it is the only optimum.
    leaves out: Infinite documents, disjoint topics of equal size, a uniform set of tau topics,
      fewer than all; uniform attention, one-hot words, identity decoder, squared loss.
    supports: topic/value-matrix-has-two-directions *)
Definition RidgeValueMatrixIsOptimal_statement : Prop :=
  forall (R : realFieldType) (T v tau : nat) (q mask nu la : R),
  (0 < v)%N -> (0 < tau)%N -> (tau <= T)%N -> (1 < T)%N -> q + mask + nu = 1 -> q != 0 -> 0 < la ->
  let risk := @penalised_risk R T v tau q mask nu la in
  let best := @ridge_value R T v tau q mask la in
  forall W : token T v -> token T v -> R,
  risk best <= risk W /\ (risk W <= risk best -> forall i j, W i j = best i j).

(** theorem topic/LimitValueMatrixIsLeastNorm
    says: The value matrix (1/K) 1_w n^T / |n|^2 + P_c / q predicts the true law of every topic set
      from its shown law, has the least Frobenius norm of all that do, and is the limit of the
      optima for vanishing penalty: every entry differs by at most a constant times the penalty.
      Its entries within a topic and between topics are 1/(q v) apart, and tau does not occur.
    leaves out: As topic/RidgeValueMatrixIsOptimal; tau < T.
    supports: topic/value-matrix-limit-is-least-norm *)
Definition LimitValueMatrixIsLeastNorm_statement : Prop :=
  forall (R : realFieldType) (T v tau : nat) (q mask nu : R),
  (0 < v)%N -> (0 < tau)%N -> (tau < T)%N -> q + mask + nu = 1 -> q != 0 ->
  let W0 := @limit_value R T v q mask in let apply := @apply_value R T v tau q mask nu in
  [/\ forall (S : {set 'I_T}) i, #|S| = tau ->
        apply W0 S i = true_law R tau S i,
      forall W : token T v -> token T v -> R,
        (forall (S : {set 'I_T}) i, #|S| = tau -> apply W S i = true_law R tau S i) ->
        frobenius W0 <= frobenius W,
      forall i j, exists B, forall la, 0 <= la ->
        `|@ridge_value R T v tau q mask la i j - W0 i j| <= B * la &
      forall t t' w w', t != t' ->
        W0 (Some (t, w)) (Some (t, w')) - W0 (Some (t, w)) (Some (t', w')) = (q * v%:R)^-1].

(** theorem topic/ValueMatrixSigns
    says: In the limit matrix the entry of two words of different topics is negative, unless nothing
      but true words is shown; then it is zero.
    leaves out: As topic/LimitValueMatrixIsLeastNorm; the shares are not negative.
    supports: topic/value-matrix-signs *)
Definition ValueMatrixSigns_statement : Prop :=
  forall (R : realFieldType) (T v : nat) (q mask nu : R),
  (0 < v)%N -> (0 < T)%N -> q + mask + nu = 1 -> 0 < q -> 0 <= mask -> 0 <= nu ->
  forall (t t' : 'I_T) (w w' : 'I_v), t != t' ->
  let between := @limit_value R T v q mask (Some (t, w)) (Some (t', w')) in
  between <= 0 /\ (between = 0 <-> mask = 0 /\ nu = 0).

(** theorem topic/ValueDescentHasTwoRates
    says: Gradient descent from zero on the squared loss is at every step a multiple of the unigram
      part, which grows at the rate 2 |n|^2, plus a multiple of the contrast, which grows at the
      rate 2 s.
    leaves out: As topic/RidgeValueMatrixIsOptimal, without penalty; the loss along the way is not
      part of it. The gradient 2 (W Sigma - C) is a definition here.
    supports: topic/value-descent-has-two-rates *)
Definition ValueDescentHasTwoRates_statement : Prop :=
  forall (R : realFieldType) (T v tau : nat) (q mask nu eta : R),
  (0 < v)%N -> (0 < tau)%N -> (tau < T)%N -> q + mask + nu = 1 -> q != 0 ->
  let s := signal T v tau q in let n2 := mean_square T v mask in
  forall k (i j : token T v),
  iter k (@descent_step R T v tau q mask nu eta) (fun _ _ => 0) i j
  = @two_directions R T v mask ((words R T v)^-1 * (1 - (1 - eta * 2%:R * n2) ^+ k) / n2)
      ((1 - (1 - eta * 2%:R * s) ^+ k) / q) i j.

(** theorem topic/EmbeddingGap
    says: If f = E m + b is the true law for every topic set, the mean entry of a word with the
      words of its own topic exceeds that with the words of any other topic by exactly 1/(q v).
    leaves out: E is any matrix, not only a Gram matrix, b any offset; tau < T.
    supports: topic/embedding-gap-is-one-over-qv *)
Definition EmbeddingGap_statement : Prop :=
  forall (R : realFieldType) (T v tau : nat) (q mask nu : R),
  (0 < v)%N -> (0 < tau)%N -> (tau < T)%N -> q != 0 ->
  forall (W : token T v -> token T v -> R) (b : token T v -> R),
  (forall (S : {set 'I_T}) i, #|S| = tau ->
     @apply_value R T v tau q mask nu W S i + b i = true_law R tau S i) ->
  forall (t t' : 'I_T) (w : 'I_v), t != t' ->
  (\sum_w' W (Some (t, w)) (Some (t, w'))) / v%:R - (\sum_w' W (Some (t, w)) (Some (t', w'))) / v%:R
  = (q * v%:R)^-1.

(** theorem topic/OnlyTopicMassMatters
    says: If a value matrix is constant on blocks of topics, what a position predicts depends on its
      attention only through the mass on [MASK] and on each topic, and so does any loss.
    leaves out: Nothing: the attention is any table of numbers over tokens, the loss any function of
      the prediction.
    supports: topic/only-topic-mass-matters *)
Definition OnlyTopicMassMatters_statement : Prop :=
  forall (R : realFieldType) (T v : nat) (W : token T v -> token T v -> R) (a a' : token T v -> R)
    (loss : (token T v -> R) -> R),
  (forall i t w w', W i (Some (t, w)) = W i (Some (t, w'))) ->
  a None = a' None -> (forall t, \sum_w a (Some (t, w)) = \sum_w a' (Some (t, w))) ->
  (forall f g, f =1 g -> loss f = loss g) ->
  (forall i, \sum_j W i j * a j = \sum_j W i j * a' j) /\
  loss (fun i => \sum_j W i j * a j) = loss (fun i => \sum_j W i j * a' j).

(* ---------- proofs ---------- *)
Lemma sum_option (R : zmodType) (A : finType) (f : option A -> R) :
  \sum_j f j = f None + \sum_a f (Some a).
Proof.
rewrite (bigD1 None) //=; congr (_ + _).
rewrite (reindex_omap (@Some A) id) //=; last by case.
by apply: eq_bigl => a; rewrite eqxx.
Qed.
Lemma sum_token (R : zmodType) T v (f : token T v -> R) :
  \sum_j f j = f None + \sum_t \sum_w f (Some (t, w)).
Proof.
rewrite sum_option; congr (_ + _); rewrite (pair_bigA _ (fun t w => f (Some (t, w)))) /=.
by apply: eq_bigr => -[t w].
Qed.

Section Fractions.
Variable R : realFieldType.
Add Field RF0 : (RingTac.ft R).
Lemma gap_fraction (a x : R) : x <> 0 -> x - 1 <> 0 ->
  a / x - a * (a - 1) / (x * (x - 1)) = a * (x - a) / (x * (x - 1)).
Proof. by move=> xn x1; rnorm R; field; split. Qed.
Lemma gap_solve (q tau v ka x y : R) : q <> 0 -> tau <> 0 -> v <> 0 -> ka <> 0 ->
  q / (tau * v) * ka * (x - y) = ka / (tau * v) -> x / v - y / v = (q * v)^-1.
Proof.
move=> qn tn vn kn e.
have -> : x / v - y / v = (q / (tau * v) * ka * (x - y)) * (tau / (q * ka)).
  by rnorm R; field; do !split.
by rewrite e; rnorm R; field; do !split.
Qed.
Lemma sign_fraction (q mask nu k n2 : R) : q + mask + nu = 1 -> k <> 0 -> q <> 0 -> n2 <> 0 ->
  n2 = mask ^+ 2 + (1 - mask) ^+ 2 / k ->
  k^-1 / n2 * ((1 - mask) / k) + q^-1 * - k^-1 = - (((1 - mask) * nu + k * mask ^+ 2) / (k ^+ 2 * q * n2)).
Proof.
move=> sh kn qn nn E; have uE : nu = 1 - q - mask by rewrite -sh; rnorm R; ring.
have -> : k * mask ^+ 2 = k * n2 - (1 - mask) ^+ 2.
  by rewrite E; rewrite !expr2; rnorm R; field.
by rewrite uE; move: n2 nn {E} => n2 nn; rewrite !expr2; rnorm R; field; do !split.
Qed.
Lemma unigram_fraction (k a e c : R) : k <> 0 -> a <> 0 ->
  k^-1 * (1 - c) / a * (1 - e * 2%:R * a) + e * 2%:R / k = k^-1 * (1 - (1 - e * 2%:R * a) * c) / a.
Proof. by move=> kn an; move: (2%:R : R) => two; rnorm R; field; split. Qed.
Lemma contrast_fraction (q s e c : R) : q <> 0 ->
  (1 - c) / q * (1 - e * 2%:R * s) + e * 2%:R * s / q = (1 - (1 - e * 2%:R * s) * c) / q.
Proof. by move=> qn; move: (2%:R : R) => two; rnorm R; field. Qed.
Lemma rearranged (a q x d : R) : a * (q * (x / d)) = q / d * (a * x).
Proof. by rewrite !mulrA [a * q]mulrC [q / d * a]mulrAC [RHS]mulrAC. Qed.
End Fractions.

Section Algebra.
Variables (R : realFieldType) (T v tau : nat) (q mask nu : R).
Add Field RF : (RingTac.ft R).
Hypotheses (v0 : (0 < v)%N) (tau0 : (0 < tau)%N) (tauT : (tau <= T)%N) (T1 : (1 < T)%N).
Hypotheses (shares : q + mask + nu = 1) (q0 : q != 0).
Notation token := (token T v).
Notation m := (@shown_law R T v tau q mask nu).
Notation p := (@true_law R T v tau).
Notation mean := (@average R T tau).
Notation n := (@mean_law R T v mask).
Notation s := (signal T v tau q).
Notation K := (words R T v).
Notation P := (@contrast R T v).
Notation n2 := (mean_square T v mask).
Let vp : (0 : R) < v%:R. Proof. by rewrite ltr0n. Qed.
Let Tp : (0 : R) < T%:R. Proof. by rewrite ltr0n ltnW. Qed.
Let vn : (v%:R : R) <> 0. Proof. by apply/eqP; rewrite gt_eqF. Qed.
Let Tn : (T%:R : R) <> 0. Proof. by apply/eqP; rewrite gt_eqF. Qed.
Let Kp : 0 < K. Proof. exact: mulr_gt0. Qed.
Let Kn : K <> 0. Proof. by apply/eqP; rewrite gt_eqF. Qed.

Lemma sum_const_words (c : R) : \sum_(t : 'I_T) \sum_(w : 'I_v) c = K * c.
Proof. by rewrite !sumr_const !card_ord /words -[X in X *+ T]mulr_natl -[LHS]mulr_natl mulrA. Qed.
Lemma mean_squareE : n2 = mask ^+ 2 + (1 - mask) ^+ 2 / K.
Proof.
rewrite /mean_square sum_token /= sum_const_words; congr (_ + _).
by move: (K) Kn => k kn; rnorm R; field.
Qed.
Lemma mean_square_gt0 : 0 < n2.
Proof.
rewrite mean_squareE; have [->|m0] := eqVneq mask 0.
  by rewrite expr0n add0r subr0 expr1n divr_gt0 ?ltr01.
by rewrite ltr_paddr ?divr_ge0 ?sqr_ge0 ?(ltW Kp) // lt_def sqr_ge0 expf_neq0.
Qed.
Lemma signal_ge0 : 0 <= s.
Proof.
rewrite /signal; apply: divr_ge0; first by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0 ler_nat.
by rewrite !mulr_ge0 ?ler0n // subr_ge0 ler1n ltnW.
Qed.
(* the contrast: rows sum to zero against n, and it is a projector *)
Lemma sum_same (t : 'I_T) (c : 'I_T -> R) : \sum_t' (t == t')%:R * c t' = c t.
Proof.
rewrite (bigD1 t) //= eqxx mul1r big1 ?addr0 // => t' /negbTE; rewrite eq_sym => ->.
by rewrite mul0r.
Qed.
Lemma contrast_mean i : \sum_k P i k * n k = 0.
Proof.
case: i => [[t w]|]; last by rewrite sum_token /= !mul0r add0r big1 // => t _; rewrite big1 // => w _; rewrite mul0r.
rewrite sum_token /= mul0r add0r; under eq_bigr => t' _ do rewrite sumr_const card_ord.
rewrite (eq_bigr (fun t' => (t == t')%:R * ((1 - mask) / K) - v%:R * K^-1 * ((1 - mask) / K))) => [|t' _].
  rewrite sumrB sum_same sumr_const card_ord -[X in _ - X]mulr_natl /words.
  by move: (v%:R) (T%:R) vn Tn => a b an bn; rnorm R; field; split.
rewrite -[LHS]mulr_natl; move: ((t == t')%:R) (K) Kn (v%:R) vn => x k kn b bn.
by rnorm R; field; split.
Qed.
Lemma contrast_sym i j : P i j = P j i.
Proof. by case: i j => [[t w]|] [[t' w']|] //=; rewrite eq_sym. Qed.
Lemma contrast_word i k : P i k * is_word R k = P i k.
Proof. by case: i k => [[t w]|] [[t' w']|] //=; rewrite ?mulr1 ?mulr0 ?mul0r. Qed.
Lemma contrast_idem i j : \sum_k P i k * P k j = P i j.
Proof.
case: i => [[t w]|]; last first.
  by rewrite sum_token /= mul0r add0r big1 // => t _; rewrite big1 // => w _; rewrite mul0r.
case: j => [[t' w']|]; last first.
  by rewrite sum_token /= !mulr0 add0r big1 // => a _; rewrite big1 // => b _; rewrite mulr0.
rewrite sum_token /= mul0r add0r; under eq_bigr => a _ do rewrite sumr_const card_ord.
rewrite (eq_bigr (fun a => (t == a)%:R * (v%:R^-1 * (a == t')%:R - K^-1)
   - (t' == a)%:R * K^-1 + v%:R * K^-1 ^+ 2)) => [|a _]; last first.
  rewrite -[LHS]mulr_natl [t' == a]eq_sym; move: ((t == a)%:R) ((a == t')%:R) => x y.
  by move: (K) Kn (v%:R) vn => k kn b bn; rnorm R; field; split.
rewrite big_split sumrB /= sum_same (sum_same t' (fun=> K^-1)) sumr_const card_ord.
rewrite -[X in _ + X]mulr_natl /words.
by move: ((t == t')%:R) (v%:R) (T%:R) vn Tn => x a b an bn; rnorm R; field; split.
Qed.
(* (a 1_w n^T + c P) (n n^T + s P) = a |n|^2 1_w n^T + c s P *)
Lemma two_directions_moment a c i j :
  \sum_k @two_directions R T v mask a c i k * shown_moment tau q mask nu k j
  = @two_directions R T v mask (a * n2) (c * s) i j.
Proof.
pose g := is_word R i.
rewrite (eq_bigr (fun k => a * g * n j * n k ^+ 2 + (a * g * s * (P j k * n k)
   + (c * n j * (P i k * n k) + c * s * (P i k * P k j))))) => [|k _].
  rewrite !big_split /= -!mulr_sumr !contrast_mean !mulr0 contrast_idem add0r add0r /two_directions.
  by rewrite -/(mean_square T v mask) -/g; move: (n2) (P i j) (n j) => x y z; rnorm R; ring.
rewrite (shown_momentE v0 tau0 tauT T1 shares q0) /two_directions -/g (contrast_sym j k).
by move: (n k) (n j) (P k j) (P i k) => x y z u; rnorm R; ring.
Qed.
Lemma crossE i j : cross_moment tau q mask nu i j = @two_directions R T v mask K^-1 (s / q) i j.
Proof.
rewrite (cross_momentE v0 tau0 tauT T1 shares q0) /two_directions; congr (_ + _).
by rewrite mulrC.
Qed.
Lemma two_directions_add a c a' c' i j :
  @two_directions R T v mask a c i j + @two_directions R T v mask a' c' i j
  = @two_directions R T v mask (a + a') (c + c') i j.
Proof. by rewrite /two_directions; move: (P i j) (is_word R i * n j) => x y; rnorm R; ring. Qed.
Lemma two_directions_scale a c b i j :
  b * @two_directions R T v mask a c i j = @two_directions R T v mask (b * a) (b * c) i j.
Proof. by rewrite /two_directions; move: (P i j) (is_word R i * n j) => x y; rnorm R; ring. Qed.

(* expectations of products with shown laws *)
Notation app := (@apply_value R T v tau q mask nu).
Lemma average_apply (D : token -> token -> R) (W : token -> token -> R) i :
  mean (fun S => app W S i * app D S i)
  = \sum_j D i j * \sum_k W i k * shown_moment tau q mask nu k j.
Proof.
rewrite (@mean_ext R T tau _ (fun S => \sum_j \sum_k D i j * W i k * (m S k * m S j))) => [|S _].
  rewrite mean_sum; apply: eq_bigr => j _; rewrite mean_sum mulr_sumr; apply: eq_bigr => k _.
  by rewrite mean_scale mulrA.
rewrite /apply_value mulr_sumr; apply: eq_bigr => j _; rewrite mulr_suml; apply: eq_bigr => k _.
by move: (m S k) (m S j) (W i k) (D i j) => x y z u; rnorm R; ring.
Qed.
Lemma average_cross (D : token -> token -> R) i :
  mean (fun S => p S i * app D S i) = \sum_j D i j * cross_moment tau q mask nu i j.
Proof.
rewrite (@mean_ext R T tau _ (fun S => \sum_j D i j * (p S i * m S j))) => [|S _].
  by rewrite mean_sum; apply: eq_bigr => j _; rewrite mean_scale.
by rewrite /apply_value mulr_sumr; apply: eq_bigr => j _; rewrite mulrCA.
Qed.
Lemma true_total (S : {set 'I_T}) : #|S| = tau -> \sum_x p S x = 1.
Proof.
move=> c; rewrite sum_token /= add0r; under eq_bigr => t _ do rewrite sumr_const card_ord.
rewrite (eq_bigr (fun t => (t \in S)%:R * tau%:R^-1)) => [|t _].
  by rewrite -mulr_suml (sum_in R c) divff // pnatr_eq0 -lt0n.
rewrite -[LHS]mulr_natl; move: ((t \in S)%:R) (v%:R) vn => x b bn.
have : (tau%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
by move: (tau%:R) => d dn; rnorm R; field; split.
Qed.
Lemma mean_sub f g : mean f - mean g = mean (fun S => f S + -1 * g S).
Proof. by rewrite mean_add mean_scale mulN1r. Qed.
Lemma mean_sub_sum (f g : token -> {set 'I_T} -> R) :
  mean (fun S => \sum_i f i S) - mean (fun S => \sum_i g i S) = mean (fun S => \sum_i (f i S - g i S)).
Proof.
rewrite mean_sub; apply: mean_ext => S _; rewrite mulN1r sumrB //.
Qed.
(* the inner sum of the risk, and what a displacement adds *)
Lemma risk_row (S : {set 'I_T}) (f : token -> R) : #|S| = tau ->
  \sum_x p S x * (\sum_i (f i - (x == i)%:R) ^+ 2) = \sum_i (f i ^+ 2 - 2%:R * (p S i * f i) + p S i).
Proof.
move=> c; under eq_bigr do rewrite mulr_sumr; rewrite exchange_big /=; apply: eq_bigr => i _.
rewrite (eq_bigr (fun x => f i ^+ 2 * p S x + (1 - 2%:R * f i) * (p S x * (x == i)%:R))) => [|x _].
  rewrite big_split /= -!mulr_sumr true_total //.
  have -> : \sum_x p S x * (x == i)%:R = p S i.
    rewrite (bigD1 i) //= eqxx mulr1 big1 ?addr0 // => x /negbTE->; by rewrite mulr0.
  by move: (p S i) (f i) => a b; rewrite ?expr2; rnorm R; ring.
case: (x == i); rewrite /= ?mulr1n ?mulr0n ?subr0 ?mulr0 ?addr0; last by rewrite mulrC.
by move: (p S x) (f i) => a b; rewrite !expr2; rnorm R; ring.
Qed.
Section Displaced.
Variables (la : R) (W D : token -> token -> R).
Hypothesis normal : forall i j, \sum_k W i k * shown_moment tau q mask nu k j + la * W i j
  = cross_moment tau q mask nu i j.
Let WD i j := W i j + D i j.
Lemma apply_add S i : app WD S i = app W S i + app D S i.
Proof. by rewrite /apply_value -big_split; apply: eq_bigr => j _; rewrite mulrDl. Qed.
Notation frob := (@frobenius R T v).
Lemma frobenius_add : frob WD
  = frob W + 2%:R * (\sum_i \sum_j D i j * W i j) + frob D.
Proof.
rewrite /frobenius mulr_sumr -!big_split; apply: eq_bigr => i _; rewrite mulr_sumr -!big_split.
by apply: eq_bigr => j _; rewrite /WD /=; move: (W i j) (D i j) => a b; rewrite !expr2; rnorm R; ring.
Qed.
Lemma risk_add : @penalised_risk R T v tau q mask nu la WD
  = @penalised_risk R T v tau q mask nu la W + mean (fun S => \sum_i app D S i ^+ 2) + la * frob D.
Proof.
rewrite /penalised_risk frobenius_add.
have -> : mean (fun S => \sum_x p S x * (\sum_i (app WD S i - (x == i)%:R) ^+ 2))
  = mean (fun S => \sum_x p S x * (\sum_i (app W S i - (x == i)%:R) ^+ 2))
    + (2%:R * (\sum_i mean (fun S => app W S i * app D S i) - \sum_i mean (fun S => p S i * app D S i))
       + mean (fun S => \sum_i app D S i ^+ 2)).
  rewrite -!mean_sum mean_sub_sum.
  rewrite -mean_scale -!mean_add; apply: mean_ext => S c.
  rewrite !(risk_row _ c) mulr_sumr -!big_split /=; apply: eq_bigr => i _; rewrite apply_add /=.
  by move: (app W S i) (app D S i) (p S i) => a b d; rewrite !expr2; rnorm R; ring.
have -> : \sum_i mean (fun S => app W S i * app D S i) - \sum_i mean (fun S => p S i * app D S i)
  = - (la * \sum_i \sum_j D i j * W i j).
  rewrite -sumrB mulr_sumr -sumrN; apply: eq_bigr => i _.
  rewrite average_apply average_cross -sumrB mulr_sumr -sumrN; apply: eq_bigr => j _.
  by rewrite -normal; move: (\sum_k _) (D i j) (W i j) => a b c; rnorm R; ring.
move: (mean _) (mean _) (frob W) (frob D) (\sum_i \sum_j D i j * W i j) => a b c d e.
by rnorm R; ring.
Qed.
End Displaced.
Lemma mean_ge0 f : (forall S : {set 'I_T}, 0 <= f S) -> 0 <= mean f.
Proof. by move=> f0; rewrite -(mean_const tauT 0); apply: mean_le => S _. Qed.
Lemma frobenius_ge0 (D : token -> token -> R) : 0 <= @frobenius R T v D.
Proof. by do 2!apply: sumr_ge0 => ? _; apply: sqr_ge0. Qed.
Lemma frobenius_eq0 (D : token -> token -> R) : @frobenius R T v D = 0 -> forall i j, D i j = 0.
Proof.
move=> /eqP; rewrite psumr_eq0 => [/allP h i j|i _]; last by apply: sumr_ge0 => ? _; apply: sqr_ge0.
have := h i (mem_index_enum _) => /=; rewrite psumr_eq0 => [/allP h' |? _]; last exact: sqr_ge0.
by have := h' j (mem_index_enum _) => /=; rewrite sqrf_eq0 => /eqP.
Qed.
Lemma frobenius_ext (W V : token -> token -> R) : W =2 V -> @frobenius R T v W = @frobenius R T v V.
Proof. by move=> e; apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite e. Qed.
Lemma apply_ext (W V : token -> token -> R) S i : W =2 V -> app W S i = app V S i.
Proof. by move=> e; apply: eq_bigr => j _; rewrite e. Qed.
Lemma risk_ext la (W V : token -> token -> R) : W =2 V ->
  @penalised_risk R T v tau q mask nu la W = @penalised_risk R T v tau q mask nu la V.
Proof.
move=> e; rewrite /penalised_risk (frobenius_ext e); congr (_ + _); apply: mean_ext => S _.
by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => i _; rewrite (apply_ext S i e).
Qed.
Lemma ridge_normal la i j : 0 < la ->
  \sum_k @ridge_value R T v tau q mask la i k * shown_moment tau q mask nu k j
    + la * @ridge_value R T v tau q mask la i j = cross_moment tau q mask nu i j.
Proof.
move=> la0; rewrite two_directions_moment crossE two_directions_scale two_directions_add.
have nl : n2 + la <> 0 by apply/eqP; rewrite gt_eqF // addr_gt0 // mean_square_gt0.
have sl : s + la <> 0 by apply/eqP; rewrite gt_eqF // ltr_paddl // signal_ge0.
congr (@two_directions R T v mask _ _ i j).
  by move: (K) Kn (n2) nl => k kn a an; rnorm R; field; split.
by move/eqP: q0 => qn; move: (s) sl => a an; rnorm R; field; split.
Qed.
Lemma ridge_best la (W : token -> token -> R) : 0 < la ->
  let risk := @penalised_risk R T v tau q mask nu la in
  let best := @ridge_value R T v tau q mask la in
  risk best <= risk W /\ (risk W <= risk best -> forall i j, W i j = best i j).
Proof.
move=> la0 risk best; pose D i j := W i j - best i j.
have WE : risk W = risk best + mean (fun S => \sum_i app D S i ^+ 2) + la * @frobenius R T v D.
  rewrite -(risk_add (W := best) D (fun i j => ridge_normal i j la0)); apply: risk_ext => i j.
  by rewrite /D addrC subrK.
have m0 : 0 <= mean (fun S => \sum_i app D S i ^+ 2).
  by apply: mean_ge0 => S; apply: sumr_ge0 => i _; apply: sqr_ge0.
have f0 := frobenius_ge0 D; split.
  by rewrite WE -addrA ler_addl addr_ge0 // mulr_ge0 // ltW.
rewrite WE -addrA ger_addl => le0 i j; apply/eqP; rewrite -subr_eq0; apply/eqP.
apply: (frobenius_eq0 (D := D)); apply/eqP; rewrite eq_le f0 andbT -(pmulr_rle0 _ la0).
by apply: le_trans le0; rewrite ler_addr.
Qed.
(* the limit matrix predicts the true law *)
Lemma true_words (S : {set 'I_T}) : #|S| = tau -> \sum_t \sum_w p S (Some (t, w)) = 1.
Proof. by move=> c; rewrite -(true_total c) sum_token /= add0r. Qed.
Lemma mean_shown (S : {set 'I_T}) : #|S| = tau -> \sum_j n j * m S j = n2.
Proof.
move=> c; rewrite sum_token mean_squareE /=.
rewrite (eq_bigr (fun t => \sum_(w < v) ((1 - mask) / K * q * p S (Some (t, w)) + (1 - mask) / K * (nu / K)))) => [|t _].
  under eq_bigr do rewrite big_split /= -mulr_sumr.
  rewrite big_split /= -mulr_sumr true_words // sum_const_words.
  have -> : nu = 1 - q - mask by rewrite -shares; rnorm R; ring.
  by move: (K) Kn => k kn; rewrite !expr2; rnorm R; field.
by apply: eq_bigr => w _; rewrite /= mulrDr !mulrA.
Qed.
Lemma contrast_shown (S : {set 'I_T}) i : #|S| = tau -> \sum_j P i j * m S j = q * (p S i - is_word R i / K).
Proof.
move=> c; case: i => [[t w]|]; last first.
  by rewrite sum_token /= !mul0r add0r subr0 mulr0 big1 // => t _; rewrite big1 // => w _; rewrite mul0r.
rewrite sum_token /= mul0r add0r.
rewrite (eq_bigr (fun t' => (t == t')%:R * (q * (t' \in S)%:R / (tau%:R * v%:R) + nu / K)
   - K^-1 * (\sum_(w' < v) (q * p S (Some (t', w')) + nu / K)))) => [|t' _].
  rewrite sumrB -mulr_sumr (sum_same t (fun t' => q * (t' \in S)%:R / (tau%:R * v%:R) + nu / K)).
  under [X in _ - _ * X]eq_bigr do rewrite big_split /= -mulr_sumr.
  rewrite big_split /= -mulr_sumr true_words // sum_const_words.
  have tn : (tau%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
  move: ((t \in S)%:R) (K) Kn (tau%:R) tn (v%:R) vn => x k kn a an b bn.
  by rnorm R; field; do !split.
rewrite mulr_sumr; rewrite (eq_bigr (fun w' : 'I_v => (t == t')%:R / v%:R * (q * (t' \in S)%:R / (tau%:R * v%:R) + nu / K)
   - K^-1 * (q * p S (Some (t', w')) + nu / K))) => [|w' _].
  rewrite sumrB sumr_const card_ord; congr (_ - _); rewrite -[LHS]mulr_natl.
  move: (_ + nu / K) => y; move: ((t == t')%:R) (v%:R) vn => x b bn; by rnorm R; field.
by rewrite /= mulrBl {1}[q * (_ / _)]mulrA.
Qed.
Lemma limit_predicts (S : {set 'I_T}) i : #|S| = tau ->
  app (@limit_value R T v q mask) S i = p S i.
Proof.
move=> c; rewrite /apply_value /limit_value /two_directions.
rewrite (eq_bigr (fun j => K^-1 / n2 * is_word R i * (n j * m S j) + q^-1 * (P i j * m S j))) => [|j _].
  rewrite big_split /= -!mulr_sumr mean_shown // contrast_shown //.
  have nn : n2 <> 0 by apply/eqP; rewrite gt_eqF // mean_square_gt0.
  move/eqP: q0 => qn; move: (p S i) (is_word R i) (n2) nn (K) Kn => x y a an k kn.
  by rnorm R; field; do !split.
by rewrite mulrDl !mulrA.
Qed.
Lemma descent_two a c eta (W : token -> token -> R) i j : W =2 @two_directions R T v mask a c ->
  @descent_step R T v tau q mask nu eta W i j
  = @two_directions R T v mask (a * (1 - eta * 2%:R * n2) + eta * 2%:R / K) (c * (1 - eta * 2%:R * s) + eta * 2%:R * s / q) i j.
Proof.
move=> e; rewrite /descent_step e; under eq_bigr do rewrite e.
rewrite two_directions_moment crossE /two_directions.
by move: (is_word R i * n j) (P i j) (n2) (s / q) (s) (K^-1) => x y a' b s' k; rnorm R; ring.
Qed.
(* least norm: the limit matrix is V Sigma for some V *)
Section Contrasting.
Hypothesis few : (tau < T)%N.
Lemma signal_gt0 : 0 < s.
Proof.
have q2 : 0 < q ^+ 2 by rewrite lt_def sqr_ge0 expf_neq0.
rewrite /signal; apply: divr_gt0; first by rewrite mulr_gt0 // subr_gt0 ltr_nat.
by rewrite !mulr_gt0 ?ltr0n ?(ltnW T1) // subr_gt0 ltr1n.
Qed.
Lemma limit_is_image i j : @limit_value R T v q mask i j
  = \sum_k @two_directions R T v mask (K^-1 / n2 ^+ 2) (q * s)^-1 i k * shown_moment tau q mask nu k j.
Proof.
rewrite two_directions_moment; have nn : n2 <> 0 by apply/eqP; rewrite gt_eqF // mean_square_gt0.
have sn : s <> 0 by apply/eqP; rewrite gt_eqF // signal_gt0.
congr (@two_directions R T v mask _ _ i j).
  by move: (K) Kn (n2) nn => k kn a an; rnorm R; field; split.
by move/eqP: q0 => qn; move: (s) sn => a an; rnorm R; field; split.
Qed.
Lemma limit_least (W : token -> token -> R) :
  (forall (S : {set 'I_T}) i, #|S| = tau -> app W S i = p S i) ->
  @frobenius R T v (@limit_value R T v q mask) <= @frobenius R T v W.
Proof.
move=> Wp; set W0 := limit_value q mask; pose D i j := W i j - W0 i j.
have D0 (S : {set 'I_T}) i : #|S| = tau -> app D S i = 0.
  move=> c; rewrite -[RHS](subrr (p S i)) -{1}(Wp S i c) -(limit_predicts i c) -sumrB.
  by apply: eq_bigr => j _; rewrite mulrBl.
have -> : @frobenius R T v W = @frobenius R T v (fun i j => W0 i j + D i j).
  by apply: frobenius_ext => i j; rewrite /D addrC subrK.
rewrite frobenius_add [X in 2%:R * X](_ : _ = 0) ?mulr0 ?addr0 ?ler_addl ?frobenius_ge0 //.
apply: big1 => i _; under eq_bigr do rewrite /W0 limit_is_image.
rewrite -average_apply -[RHS](mean_const tauT 0); apply: mean_ext => S c.
by rewrite (D0 S i c) mulr0.
Qed.
Lemma share_le1 (a b : R) : 0 < a -> 0 <= b -> `|a / (a + b)| <= 1.
Proof.
move=> a0 b0; have ab : 0 < a + b by rewrite ltr_paddr.
have d0 : 0 <= a / (a + b) by apply: divr_ge0; apply: ltW.
by rewrite (ger0_norm d0) ler_pdivr_mulr // mul1r ler_addl.
Qed.
Lemma limit_near i j : exists B, forall la, 0 <= la ->
  `|@ridge_value R T v tau q mask la i j - @limit_value R T v q mask i j| <= B * la.
Proof.
pose x := is_word R i * n j; pose y := P i j.
exists (`|x * K^-1 / n2 ^+ 2| + `|y / (q * s)|) => la la0.
have np := mean_square_gt0; have sp := signal_gt0.
have nl : 0 < n2 + la by rewrite ltr_paddr.
have sl : 0 < s + la by rewrite ltr_paddr.
have -> : @ridge_value R T v tau q mask la i j - @limit_value R T v q mask i j
  = - (la * (n2 / (n2 + la) * (x * K^-1 / n2 ^+ 2) + s / (s + la) * (y / (q * s)))).
  rewrite /ridge_value /limit_value /two_directions -/x -/y.
  move/eqP: q0 => qn; move: (n2) np nl (s) sp sl => a /lt0r_neq0/eqP an /lt0r_neq0/eqP al b /lt0r_neq0/eqP bn /lt0r_neq0/eqP bl.
  by move: (K) Kn => k kn; rewrite ?expr2; rnorm R; field; do !split.
rewrite normrN normrM (ger0_norm la0) mulrC; apply: ler_wpmul2r => //.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add; rewrite normrM.
  by rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r => //; apply: share_le1.
by rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r => //; apply: share_le1.
Qed.
End Contrasting.
End Algebra.

Theorem RidgeValueMatrixIsOptimal : RidgeValueMatrixIsOptimal_statement.
Proof. by move=> R T v tau q mask nu la v0 t0 tT T1 sh q0 la0 risk best W; apply: ridge_best. Qed.
Theorem LimitValueMatrixIsLeastNorm : LimitValueMatrixIsLeastNorm_statement.
Proof.
move=> R T v tau q mask nu v0 t0 tT sh q0 W0 apply.
have T1 : (1 < T)%N by apply: leq_ltn_trans tT.
split=> [S i c|W h|i j|t t' w w' tt'].
- exact: (limit_predicts v0 t0 T1 sh q0 i c).
- exact: (limit_least v0 t0 (ltnW tT) T1 sh q0 tT h).
- exact: (limit_near mask v0 t0 T1 q0 tT i j).
- rewrite /W0 /limit_value /two_directions /= eqxx (negbTE tt') /=.
  rewrite opprD addrACA subrr add0r -mulrBr mul0r sub0r opprK subrK mul1r invfM //.
Qed.
Theorem ValueDescentHasTwoRates : ValueDescentHasTwoRates_statement.
Proof.
move=> R T v tau q mask nu eta v0 t0 tT sh q0 s n2 k.
have T1 : (1 < T)%N by apply: leq_ltn_trans tT.
have nn : n2 <> 0 by apply/eqP; rewrite gt_eqF // (mean_square_gt0 mask v0 T1).
have Kn : (words R T v) <> 0.
  by apply/eqP; rewrite /words mulf_neq0 // pnatr_eq0 -lt0n // (leq_trans t0) // ltnW.
elim: k => [|k IH] i j; first by rewrite /= /two_directions !expr0 subrr mulr0 !mul0r addr0.
rewrite iterS (descent_two v0 t0 (ltnW tT) T1 sh q0 eta i j IH) !exprS.
congr (@two_directions R T v mask _ _ i j).
  exact: unigram_fraction.
by apply: contrast_fraction; apply/eqP.
Qed.
Theorem OnlyTopicMassMatters : OnlyTopicMassMatters_statement.
Proof.
move=> R T v W a a' loss block aN at_ ext.
have e i : \sum_j W i j * a j = \sum_j W i j * a' j.
  rewrite !sum_token aN; congr (_ + _); apply: eq_bigr => t _.
  have [w0 _|none] := pickP (fun _ : 'I_v => true); last first.
    by apply: eq_bigr => w _; have := none w.
  rewrite (eq_bigr (fun w => W i (Some (t, w0)) * a (Some (t, w)))) => [|w _]; last by rewrite (block i t w w0).
  rewrite [RHS](eq_bigr (fun w => W i (Some (t, w0)) * a' (Some (t, w)))) => [|w _]; last by rewrite (block i t w w0).
  by rewrite -!mulr_sumr at_.
by split=> //; apply: ext => i; apply: e.
Qed.
Theorem ValueMatrixSigns : ValueMatrixSigns_statement.
Proof.
move=> R T v q mask nu v0 T0 sh qp m0 u0 t t' w w' tt' between.
have vn : (v%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
have Tn : (T%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
have T1 : (1 < T)%N.
  rewrite ltnNge; apply/negP => T1; case/eqP: tt'; apply: val_inj.
  have := leq_trans (ltn_ord t) T1; have := leq_trans (ltn_ord t') T1.
  by rewrite !ltnS !leqn0 => /eqP b /eqP a; rewrite /= a b.
have np := mean_square_gt0 mask v0 T1.
pose K := words R T v; have Kp : 0 < K by rewrite /K /words mulr_gt0 ?ltr0n.
have one : 0 < 1 - mask.
  by have -> : 1 - mask = q + nu; [rewrite -sh addrAC addrK|rewrite ltr_paddr].
have E : between = - (((1 - mask) * nu + K * mask ^+ 2) / (K ^+ 2 * q * mean_square T v mask)).
  rewrite /between /limit_value /two_directions /= (negbTE tt') mul0r sub0r mul1r -/K.
  have nE := mean_squareE mask v0 T1; rewrite -/K in nE.
  by apply: sign_fraction nE => //; apply/eqP; rewrite gt_eqF.
have p1 : 0 <= (1 - mask) * nu by rewrite mulr_ge0 // ltW.
have p2 : 0 <= K * mask ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 // ltW.
have d0 : 0 < K ^+ 2 * q * mean_square T v mask by apply: mulr_gt0 => //; apply: mulr_gt0 => //; apply: exprn_gt0.
rewrite E; split; first by rewrite oppr_le0 divr_ge0 ?addr_ge0 // ltW.
split=> [/eqP|[-> ->]]; last by rewrite expr0n !mulr0 addr0 mul0r oppr0.
rewrite oppr_eq0 mulf_eq0 invr_eq0 (gt_eqF d0) orbF paddr_eq0 //.
rewrite mulf_eq0 (gt_eqF one) [X in _ && X]mulf_eq0 (gt_eqF Kp) sqrf_eq0 /=.
by move=> /andP[/eqP a /eqP b].
Qed.
Theorem EmbeddingGap : EmbeddingGap_statement.
Proof.
move=> R T v tau q mask nu v0 t0 tT q0 W b fits t t' w tt'.
have T1 : (1 < T)%N by apply: leq_ltn_trans tT.
have tT' := ltnW tT.
pose ind (S : {set 'I_T}) : R := (t \in S)%:R - (t' \in S)%:R.
pose ka : R := tau%:R / T%:R - tau%:R * (tau%:R - 1) / (T%:R * (T%:R - 1)).
have vn : (v%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
have tn : (tau%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n.
have Tn : (T%:R : R) <> 0 by apply/eqP; rewrite pnatr_eq0 -lt0n ltnW.
have T1n : (T%:R : R) - 1 <> 0 by apply/eqP; rewrite subr_eq0 -[1]/1%:R eqr_nat gtn_eqF.
have kn : ka <> 0.
  apply/eqP; have -> : ka = tau%:R * (T%:R - tau%:R) / (T%:R * (T%:R - 1)).
    by rewrite /ka; move: (tau%:R) (T%:R) Tn T1n => a x xn x1; apply: gap_fraction.
  rewrite mulf_neq0 ?invr_eq0 ?mulf_neq0 //; try exact/eqP.
  by rewrite subr_eq0 eqr_nat gtn_eqF.
have ind_one t1 : average tau (fun S => ind S * (t1 \in S)%:R) = ka * ((t == t1)%:R - (t' == t1)%:R).
  rewrite (@mean_ext R T tau _ (fun S => (t \in S)%:R * (t1 \in S)%:R + -1 * ((t' \in S)%:R * (t1 \in S)%:R))) => [|S _].
    rewrite mean_add mean_scale !mean_pair // /ka; case: (t == t1); case: (t' == t1); rewrite /= ?mulr1n ?mulr0n.
    - by rewrite subrr mulr0 mulN1r subrr.
    - by rewrite subr0 mulr1 mulN1r.
    - by rewrite sub0r mulrN1 mulN1r opprB.
    - by rewrite subrr mulr0 mulN1r subrr.
  by rewrite /ind mulrBl mulN1r.
have ind_const c : average tau (fun S => ind S * c) = 0.
  rewrite (@mean_ext R T tau _ (fun S => c * (t \in S)%:R + (- c) * (t' \in S)%:R)) => [|S _].
    by rewrite mean_add !mean_scale !mean_in // mulNr subrr.
  by rewrite /ind mulrBl mulNr ![_%:R * c]mulrC.
have shown t1 w1 : average tau (fun S => ind S * @shown_law R T v tau q mask nu S (Some (t1, w1)))
  = q / (tau%:R * v%:R) * ka * ((t == t1)%:R - (t' == t1)%:R).
  rewrite (@mean_ext R T tau _ (fun S => q / (tau%:R * v%:R) * (ind S * (t1 \in S)%:R) + ind S * (nu / words R T v))) => [|S _].
    by rewrite mean_add mean_scale ind_one ind_const addr0 mulrA.
  by rewrite /= mulrDr; congr (_ + _); apply: rearranged.
pose total (r : 'I_T) := \sum_w' W (Some (t, w)) (Some (r, w')).
have L : average tau (fun S => ind S * (@apply_value R T v tau q mask nu W S (Some (t, w)) + b (Some (t, w))))
  = q / (tau%:R * v%:R) * ka * (total t - total t').
  rewrite (@mean_ext R T tau _ (fun S => \sum_j W (Some (t, w)) j * (ind S * @shown_law R T v tau q mask nu S j) + ind S * b (Some (t, w)))) => [|S _].
    rewrite mean_add ind_const addr0 mean_sum; under eq_bigr do rewrite mean_scale.
    rewrite sum_token /= ind_const mulr0 add0r.
    rewrite (eq_bigr (fun t1 => q / (tau%:R * v%:R) * ka * (((t == t1)%:R - (t' == t1)%:R) * total t1))) => [|t1 _].
      rewrite -mulr_sumr; congr (_ * _); under eq_bigr do rewrite mulrBl.
      by rewrite sumrB !sum_same.
    rewrite /total !mulr_sumr; apply: eq_bigr => w1 _; rewrite (shown t1 w1).
    rewrite [LHS]GRing.mulrC; exact: esym (mulrA _ _ _).
  rewrite mulrDr; congr (_ + _); rewrite /apply_value mulr_sumr; apply: eq_bigr => j _; by rewrite mulrCA.
have Rr : average tau (fun S => ind S * @true_law R T v tau S (Some (t, w))) = ka / (tau%:R * v%:R).
  rewrite (@mean_ext R T tau _ (fun S => (tau%:R * v%:R)^-1 * (ind S * (t \in S)%:R))) => [|S _].
    by rewrite mean_scale ind_one eqxx eq_sym (negbTE tt') subr0 mulr1 mulrC.
  by rewrite /= mulrA mulrC.
have eq : q / (tau%:R * v%:R) * ka * (total t - total t') = ka / (tau%:R * v%:R).
  by rewrite -L -Rr; apply: mean_ext => S c; rewrite fits.
move: eq; rewrite -/(total t) -/(total t'); move: (total t) (total t') => x y eq.
apply: gap_solve eq => //; exact/eqP.
Qed.
