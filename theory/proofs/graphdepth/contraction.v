(* Contraction of attention with depth (arXiv 2303.00579, the rigorous surrogate Z1, Z4). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.
(* c is a Dobrushin bound of A: any two rows are within total variation c *)
Definition tau_le n m (A : 'M[R]_(n, m)) (c : R) :=
  0 <= c /\ forall i j, \sum_k `|A i k - A j k| <= 2%:R * c.
(* tau A = c: the least bound *)
Definition is_tau n m (A : 'M[R]_(n, m)) (c : R) :=
  tau_le A c /\ exists i j, \sum_k `|A i k - A j k| = 2%:R * c.
Definition osc_le n m (H : 'M[R]_(n, m)) (c : R) := forall i j k, `|H i k - H j k| <= c.
Definition l1 n (u : 'rV[R]_n) := \sum_k `|u 0 k|.
Definition law1 n (p : 'rV[R]_n) := (forall k, 0 <= p 0 k) /\ \sum_k p 0 k = 1.
Definition supp n (S : {set 'I_n}) (p : 'rV[R]_n) := forall k, k \notin S -> p 0 k = 0.
(* A maps weight on S to S *)
Definition local n (S : {set 'I_n}) (A : 'M[R]_n) :=
  forall i k, i \in S -> k \notin S -> A i k = 0.
Definition mixed n (e : R) (A : 'M[R]_n) : 'M[R]_n :=
  (1 - e) *: A + const_mx (e / n%:R).
Fixpoint through n (A : nat -> 'M[R]_n) L (p : 'rV[R]_n) :=
  if L is L'.+1 then through A L' p *m A L' else p.
End Defs.

(* ---------- statements ---------- *)
(** theorem graphdepth/ContractionIsSubmultiplicative
    says: The Dobrushin coefficient of a product is at most the product of the coefficients (Z1).
    leaves out: The coefficient is characterised (is_tau) as the least bound that is attained.
    supports: graphdepth/contraction-is-submultiplicative *)
Definition ContractionIsSubmultiplicative_statement : Prop :=
  forall (R : realFieldType) n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)) a b c,
  stochastic A -> is_tau A a -> is_tau B b -> is_tau (A *m B) c -> c <= a * b.

(** theorem graphdepth/OscillationContracts
    says: Attention with Dobrushin bound a multiplies the oscillation of every column of the
      features by at most a (Z1).
    leaves out: One attention layer, no values, no residual.
    supports: graphdepth/oscillation-contracts *)
Definition OscillationContracts_statement : Prop :=
  forall (R : realFieldType) n m p (A : 'M[R]_(n, m)) (H : 'M[R]_(m, p)) a c,
  stochastic A -> tau_le A a -> 0 <= c -> osc_le H c -> osc_le (A *m H) (a * c).

(** theorem graphdepth/DepthContracts
    says: After L attention layers two substructures of equal weight differ by at most the
      product of the Dobrushin bounds times their first difference (Z1).
    leaves out: l1 norm without the factor 1/2, on both sides.
    supports: graphdepth/substructures-forget-each-other *)
Definition DepthContracts_statement : Prop :=
  forall (R : realFieldType) n (A : nat -> 'M[R]_n) (t : nat -> R) L (p q : 'rV[R]_n),
  (forall l, stochastic (A l)) -> (forall l, tau_le (A l) (t l)) ->
  \sum_k p 0 k = \sum_k q 0 k ->
  l1 (through A L p - through A L q) <= (\prod_(l < L) t l) * l1 (p - q).

(** theorem graphdepth/LocalAttentionIsExact
    says: Block-local attention mixed with uniform attention of weight e keeps exactly (1 - e)^L
      of the distance of two disjoint substructures (Z4).
    leaves out: l1 distance 2 is the distance of disjoint laws.
    supports: graphdepth/local-attention-forgets-at-a-known-rate *)
Definition LocalAttentionIsExact_statement : Prop :=
  forall (R : realFieldType) n (S S' : {set 'I_n}) (A : nat -> 'M[R]_n) e L (p q : 'rV[R]_n),
  0 <= e -> e <= 1 -> [disjoint S & S'] ->
  (forall l, stochastic (A l)) -> (forall l, local S (A l)) -> (forall l, local S' (A l)) ->
  law1 p -> law1 q -> supp S p -> supp S' q ->
  l1 (through (fun l => mixed e (A l)) L p - through (fun l => mixed e (A l)) L q)
  = (1 - e) ^+ L * 2%:R.

(* ---------- proofs ---------- *)
Section Theory.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).

Lemma row_bound n m (K : 'M[R]_(n, m)) (p q : 'I_n -> R) b :
  \sum_a p a = \sum_a q a -> tau_le K b ->
  \sum_z `|push p K z - push q K z| <= b * \sum_a `|p a - q a|.
Proof. by move=> pq [_ Kb]; apply: dobrushin. Qed.

Theorem tau_mul n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)) a b :
  stochastic A -> tau_le A a -> tau_le B b -> tau_le (A *m B) (a * b).
Proof.
move=> [_ A1] [a0 Aa] Bb; split; first by rewrite mulr_ge0 //; case: Bb.
move=> i j; have pq : \sum_k A i k = \sum_k A j k by rewrite !A1.
have -> : \sum_k `|(A *m B) i k - (A *m B) j k|
        = \sum_k `|push (A i) B k - push (A j) B k|.
  by apply: eq_bigr => k _; rewrite !mxE.
apply: le_trans (row_bound pq Bb) _; have [b0 _] := Bb.
by rewrite [a * b]mulrC [2%:R * _]mulrCA; apply: ler_wpmul2l.
Qed.
Corollary tau_submultiplicative n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)) a b c :
  stochastic A -> is_tau A a -> is_tau B b -> is_tau (A *m B) c -> c <= a * b.
Proof.
move=> As [Aa _] [Bb _] [_ [i [j E]]]; have [_ /(_ i j)] := tau_mul As Aa Bb.
by rewrite E ler_pmul2l // ltr0n.
Qed.

(* osc (A H) <= tau(A) osc(H), every column *)
Theorem osc_contract n m p (A : 'M[R]_(n, m)) (H : 'M[R]_(m, p)) a c :
  stochastic A -> tau_le A a -> 0 <= c -> osc_le H c -> osc_le (A *m H) (a * c).
Proof.
move=> [_ A1] [a0 Aa] c0 Hc i j k.
pose K : 'M[R]_(m, 2) := \matrix_(x, z) ((-1) ^+ z * H x k).
have pq : \sum_x A i x = \sum_x A j x by rewrite !A1.
have Kb : tau_le K c.
  split=> // x y; rewrite big_ord_recl big_ord1 !mxE /= expr0 expr1 !mul1r !mulN1r.
  rewrite -opprD normrN mulr_natl mulr2n; exact: ler_add (Hc _ _ _) (Hc _ _ _).
have := row_bound pq Kb; rewrite big_ord_recl big_ord1.
have E s x : push (A x) K s = (-1) ^+ s * (A *m H) x k.
  by rewrite /push mxE mulr_sumr; apply: eq_bigr => y _; rewrite mxE mulrCA.
rewrite !E /= expr0 expr1 !mul1r !mulN1r -opprD normrN -mulr2n -mulr_natl => h.
have := le_trans h (ler_wpmul2l c0 (Aa i j)).
by rewrite mulrCA ler_pmul2l ?ltr0n // mulrC.
Qed.

(* Z1: L layers *)
Lemma sum_mul n (p : 'rV[R]_n) (A : 'M[R]_n) : stochastic A ->
  \sum_k (p *m A) 0 k = \sum_k p 0 k.
Proof.
move=> [_ A1]; under eq_bigr do rewrite mxE; rewrite exchange_big.
by apply: eq_bigr => i _ /=; rewrite -mulr_sumr A1 mulr1.
Qed.
Lemma sum_through n (A : nat -> 'M[R]_n) L p : (forall l, stochastic (A l)) ->
  \sum_k through A L p 0 k = \sum_k p 0 k.
Proof. by move=> As; elim: L => //= L IH; rewrite sum_mul. Qed.
Theorem depth_contract n (A : nat -> 'M[R]_n) (t : nat -> R) L (p q : 'rV[R]_n) :
  (forall l, stochastic (A l)) -> (forall l, tau_le (A l) (t l)) ->
  \sum_k p 0 k = \sum_k q 0 k ->
  l1 (through A L p - through A L q) <= (\prod_(l < L) t l) * l1 (p - q).
Proof.
move=> As At pq; elim: L => [|L IH] /=; first by rewrite big_ord0 mul1r.
have s : \sum_k through A L p 0 k = \sum_k through A L q 0 k by rewrite !sum_through.
have [t0 _] := At L; rewrite big_ord_recr /= mulrAC mulrC.
apply: le_trans (ler_wpmul2l t0 IH).
have := row_bound s (At L); congr (_ <= t L * _); apply: eq_bigr => k _.
  by rewrite !mxE.
by rewrite !mxE.
Qed.

(* Z4: exactness for block-local attention mixed with uniform attention *)
Lemma mixed_diff n e (A : 'M[R]_n) (u : 'rV[R]_n) : \sum_k u 0 k = 0 ->
  u *m mixed e A = (1 - e) *: (u *m A).
Proof.
move=> u0; rewrite /mixed mulmxDr -scalemxAr -[RHS]addr0; congr (_ + _).
apply/rowP=> k; rewrite !mxE; under eq_bigr do rewrite mxE.
by rewrite -mulr_suml u0 mul0r.
Qed.
Lemma law_local n (S : {set 'I_n}) (A : 'M[R]_n) p :
  stochastic A -> local S A -> law1 p -> supp S p -> law1 (p *m A) /\ supp S (p *m A).
Proof.
move=> As lA [p0 p1] sp; have [A0 _] := As; split; first split.
- by move=> k; rewrite mxE; apply: sumr_ge0 => i _; rewrite mulr_ge0.
- by rewrite sum_mul.
move=> k kS; rewrite mxE big1 // => i _; have [iS|iS] := boolP (i \in S).
  by rewrite lA ?mulr0.
by rewrite sp ?mul0r.
Qed.
Lemma l1_disjoint n (S S' : {set 'I_n}) (p q : 'rV[R]_n) : [disjoint S & S'] ->
  law1 p -> law1 q -> supp S p -> supp S' q -> l1 (p - q) = 2%:R.
Proof.
move=> dS [p0 p1] [q0 q1] sp sq; rewrite mulr2n -{1}p1 -q1 -big_split.
apply: eq_bigr => k _ /=; rewrite !mxE; have [kS|kS] := boolP (k \in S).
  rewrite sq ?oppr0 ?addr0 ?ger0_norm //.
  by move: dS; rewrite disjoint_subset => /subsetP/(_ k kS).
by rewrite sp // !add0r normrN ger0_norm.
Qed.
Theorem local_exact n (S S' : {set 'I_n}) (A : nat -> 'M[R]_n) e L (p q : 'rV[R]_n) :
  0 <= e -> e <= 1 -> [disjoint S & S'] ->
  (forall l, stochastic (A l)) -> (forall l, local S (A l)) -> (forall l, local S' (A l)) ->
  law1 p -> law1 q -> supp S p -> supp S' q ->
  l1 (through (fun l => mixed e (A l)) L p - through (fun l => mixed e (A l)) L q)
  = (1 - e) ^+ L * 2%:R.
Proof.
move=> e0 e1 dS As lS lS' lp lq sp sq.
have [] : [/\ law1 (through A L p), law1 (through A L q), supp S (through A L p)
            & supp S' (through A L q)].
  by elim: L => //= L [a b c d]; have [] := law_local (As L) (lS L) a c;
     have [] := law_local (As L) (lS' L) b d.
move=> a b c d.
have -> : through (fun l => mixed e (A l)) L p - through (fun l => mixed e (A l)) L q
        = (1 - e) ^+ L *: (through A L p - through A L q).
  elim: L {a b c d} => [|L IH] /=; first by rewrite expr0 scale1r.
  rewrite -mulmxBl IH -scalemxAl mixed_diff; last first.
    under eq_bigr do rewrite !mxE; rewrite sumrB !sum_through //.
    by case: lp => _ ->; case: lq => _ ->; rewrite subrr.
  by rewrite scalerA -exprSr mulmxBl.
rewrite -(l1_disjoint dS a b c d) /l1 mulr_sumr; apply: eq_bigr => k _.
by rewrite mxE normrM ger0_norm // exprn_ge0 // subr_ge0.
Qed.
End Theory.

Theorem ContractionIsSubmultiplicative : ContractionIsSubmultiplicative_statement.
Proof. by move=> R n m p A B a b c; apply: tau_submultiplicative. Qed.

Theorem OscillationContracts : OscillationContracts_statement.
Proof. by move=> R n m p A H a c; apply: osc_contract. Qed.

Theorem DepthContracts : DepthContracts_statement.
Proof. by move=> R n A t L p q; apply: depth_contract. Qed.

Theorem LocalAttentionIsExact : LocalAttentionIsExact_statement.
Proof. by move=> R n S S' A e L p q; apply: local_exact. Qed.
